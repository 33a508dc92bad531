import { useState } from 'react';
import { Button, type ButtonProps } from '../../ui/button.tsx';

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
      <Button
        kind={kind}
        onPress={() => {
          void navigator.clipboard.writeText(text).then(() => setCopied(true));
        }}
      >
        {isCopied ? copied : label}
      </Button>
      {/* The button's name changes, which nobody is told of: this says it. */}
      <span role="status" className="sr">
        {isCopied ? copied : ''}
      </span>
    </>
  );
}
