import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKey } from '../../../keys/use-key.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Popover } from '../../../ui/popover.tsx';

/** Keeps the view: under the name it has, or under one that is asked for first. */
export function SaveView({ asksName, save }: { asksName: boolean; save: (name: string | null) => void }) {
  const { t } = useTranslation(['tasks', 'common']);
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const press = (): void => (asksName ? setOpen(true) : save(null));
  useKey('saveView', press);
  return (
    <>
      <Button ref={button} kind="link" small className="save" onPress={press}>
        {t('filter.save')}
      </Button>
      <Popover
        anchor={button}
        isOpen={isOpen}
        onOpenChange={setOpen}
        label={t('filter.save')}
        placement="bottom end"
        width={280}
      >
        <form
          className="name-view"
          onSubmit={(event) => {
            event.preventDefault();
            if (!name.trim()) return;
            save(name.trim());
            setOpen(false);
            setName('');
          }}
        >
          <Field
            label={t('filter.saveAs')}
            // It opens because somebody asked to write in it.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button kind="primary" type="submit" isDisabled={!name.trim()}>
            {t('common:save')}
          </Button>
        </form>
      </Popover>
    </>
  );
}
