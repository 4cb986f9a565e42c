import { useTranslation } from 'react-i18next';
import { useEvent } from '../programme/event-context.js';
import { isFile, type Given } from './answers.js';

/** A file that was given: by its name, or where only its id is known by a link to it. */
export function GivenFileName({ given }: { given: Given | undefined }) {
  const { t } = useTranslation();
  const { slug } = useEvent();
  if (isFile(given))
    return (
      <span>
        <span aria-hidden="true">✓</span> <strong>{given.name}</strong>
      </span>
    );
  if (typeof given !== 'string' || given === '') return null;
  return (
    <a href={`/api/v1/events/${encodeURIComponent(slug)}/me/files/${encodeURIComponent(given)}`} download>
      {t('registration.file.given')}
    </a>
  );
}
