import { useTranslation } from 'react-i18next';
import { TextLine } from './form-parts.js';

/** Where the code of an authenticator app, or a recovery code, is typed. */
export function CodeLine({
  id = 'code',
  value,
  onText,
  wrong,
  autoFocus = false,
}: {
  id?: string;
  value: string;
  onText: (text: string) => void;
  wrong?: string | undefined;
  autoFocus?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <TextLine
      id={id}
      label={t('team.factor.code')}
      hint={t('team.factor.codeHint')}
      autoComplete="one-time-code"
      autoFocus={autoFocus}
      maxLength={60}
      required
      value={value}
      onText={onText}
      wrong={wrong}
    />
  );
}
