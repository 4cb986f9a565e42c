import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface SureButtonProps {
  label: string;
  sure: string;
  /** Of what, for those who hear the button alone. */
  of: string;
  onSure: () => void;
}

/** A button for what cannot be taken back: it asks once more, in its place. */
export function SureButton({ label, sure, of, onSure }: SureButtonProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  if (!isAsking)
    return (
      <Button ref={first} variant="default" size="sm" onClick={() => setAsking(true)}>
        {label}
        <span className="visually-hidden"> {of}</span>
      </Button>
    );
  return (
    <span className="team-sure">
      <Button color="red" size="sm" autoFocus onClick={onSure}>
        {sure}
        <span className="visually-hidden"> {of}</span>
      </Button>
      <Button variant="default" size="sm" onClick={() => setAsking(false)}>
        {t('team.team.keep')}
        <span className="visually-hidden"> {of}</span>
      </Button>
    </span>
  );
}
