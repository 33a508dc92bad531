import { useState } from 'react';
import { Button } from '../../ui/button.tsx';

/** Copies a text and says so. */
export function CopyButton({ text, label, copied }: { text: string; label: string; copied: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <Button
      onPress={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true));
      }}
    >
      <span role="status">{isCopied ? copied : label}</span>
    </Button>
  );
}
