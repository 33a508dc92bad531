import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DropZone, FileTrigger } from 'react-aria-components';
import { Button } from '../../ui/button.tsx';
import { ImportFile } from './import-file.tsx';
import { readFile, type ReadFile } from './read-file.ts';

/** Choose a file, see what would come of it, and only then bring it in. */
export function ImportPanel() {
  const { t } = useTranslation('transfer');
  const [chosen, setChosen] = useState<{ file: ReadFile; nth: number } | null>(null);

  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const read = await readFile(file);
    setChosen((earlier) => ({ file: read, nth: (earlier?.nth ?? 0) + 1 }));
  };
  const file = chosen?.file;

  return (
    <section aria-labelledby="import-title">
      <h2 id="import-title">{t('importTitle')}</h2>
      <DropZone
        className={({ isDropTarget }) => (isDropTarget ? 'dropzone on' : 'dropzone')}
        aria-label={t('drop')}
        getDropOperation={() => 'copy'}
        onDrop={(event) => {
          const item = event.items.find((one) => one.kind === 'file');
          if (item?.kind === 'file') void item.getFile().then(take);
        }}
      >
        <b>{file ? file.name : t('drop')}</b>
        <span>{t('dropHint')}</span>
        <FileTrigger
          acceptedFileTypes={['.json', '.csv', '.txt', 'application/json', 'text/csv']}
          onSelect={(files) => void take(files?.[0])}
        >
          <Button kind={file ? 'soft' : 'primary'}>{file ? t('chooseOther') : t('choose')}</Button>
        </FileTrigger>
      </DropZone>
      {file && !file.ok && (
        <p className="notice bad" role="alert">
          {t(file.reason, { name: file.name })}
        </p>
      )}
      {file?.ok && <ImportFile key={chosen?.nth} file={file} />}
    </section>
  );
}
