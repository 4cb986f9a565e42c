import type { TFunction } from 'i18next';

interface StarButtonProps {
  code: string;
  /** Of the session, for those who only hear the button. */
  title: string;
  isStarred: boolean;
  toggle: (code: string) => void;
  t: TFunction;
  /** With its word beside it. */
  isWide?: boolean;
}

/** Remembers a session in one's own agenda, without booking it. */
export function StarButton({ code, title, isStarred, toggle, t, isWide = false }: StarButtonProps) {
  return (
    <button
      type="button"
      className={isWide ? 'link-button star-wide' : 'star'}
      aria-pressed={isStarred}
      onClick={() => toggle(code)}
    >
      <span className={`icon icon-star${isStarred ? '' : '-empty'}`} aria-hidden="true" />
      {isWide && t('star.label')}
      <span className="visually-hidden">{isWide ? `: ${title}` : `${t('star.label')}: ${title}`}</span>
    </button>
  );
}
