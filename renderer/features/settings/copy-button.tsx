import { useState } from 'react';
import { Button, type ButtonProps } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';

/** Copies a text and says so. */
export function CopyButton({
  text,
  label,
  copied,
  kind = 'soft',
}: {
  text: string;
  label: string;
  copied: string;
  kind?: NonNullable<ButtonProps['kind']>;
}) {
  const [isCopied, setCopied] = useState(false);
  return (
    <>
      <Button kind={kind} onPress={() => void copyText(text).then(setCopied)}>
        {isCopied ? copied : label}
      </Button>
      {/* The button's name changes, which nobody is told of: this says it. */}
      <span role="status" className="sr">
        {isCopied ? copied : ''}
      </span>
    </>
  );
}
