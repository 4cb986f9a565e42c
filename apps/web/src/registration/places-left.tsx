import { useTranslation } from 'react-i18next';

interface PlacesLeftProps {
  /** null: not limited; undefined: not known yet. */
  left: number | null | undefined;
  /** How many people want one. */
  wanted?: number;
  /** What is said where they are not limited. */
  unlimited?: string;
  canWait?: boolean;
}

/** Places left in words; colour only underlines them. */
export function PlacesLeft({ left, wanted = 1, unlimited, canWait = true }: PlacesLeftProps) {
  const { t } = useTranslation();
  if (left === undefined) return <span className="reg-left">{t('registration.left.asking')}</span>;
  if (left === null) return <span className="reg-left">{unlimited ?? t('registration.left.unlimited')}</span>;
  if (left === 0)
    return (
      <span className="reg-left" data-level="none">
        {t(canWait ? 'registration.left.waitlist' : 'registration.left.none')}
      </span>
    );
  if (left < wanted)
    return (
      <span className="reg-left" data-level="few">
        {t('registration.left.fewer', { count: left, people: wanted })}
      </span>
    );
  return (
    <span className="reg-left" data-level={left <= 5 ? 'few' : 'many'}>
      {t('registration.left.count', { count: left })}
    </span>
  );
}
