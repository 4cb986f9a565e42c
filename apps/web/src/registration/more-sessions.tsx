import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface MoreSessionsProps {
  count: number;
  startsOpen?: boolean;
  /** Drawn only when opened: a big congress has hundreds of them. */
  children: () => ReactNode;
}

/** The sessions without limited places, on demand. */
export function MoreSessions({ count, startsOpen = false, children }: MoreSessionsProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(startsOpen);
  return (
    <details className="reg-more" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('registration.sessions.more', { count })}</summary>
      {isOpen && (
        <>
          <p className="faint">{t('registration.sessions.moreHint')}</p>
          {children()}
        </>
      )}
    </details>
  );
}
