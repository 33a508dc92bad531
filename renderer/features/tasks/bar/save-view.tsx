import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKey } from '../../../keys/use-key.tsx';
import { Button } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { NameForm } from './name-form.tsx';

/** Keeps the view: under the name it has, or under one that is asked for first. */
export function SaveView({ asksName, save }: { asksName: boolean; save: (name: string | null) => void }) {
  const { t } = useTranslation('tasks');
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
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
        <NameForm
          name=""
          onName={(name) => {
            save(name);
            setOpen(false);
          }}
        />
      </Popover>
    </>
  );
}
