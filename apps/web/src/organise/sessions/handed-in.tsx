import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftFile } from '@kopa/contracts';
import type { Material } from '@kopa/domain';
import { call, json } from '../../shell/call.js';

interface HandedInProps {
  slug: string;
  session: string;
  materials: readonly Material[];
  save: (materials: Material[]) => void;
}

const fetchHandedIn = (slug: string, session: string): Promise<{ items: DraftFile[] }> =>
  json(call(slug, `/draft/files?limit=200&session=${encodeURIComponent(session)}`));

/** What speakers handed in for a session: organisers look at it, and take it over to publish it. */
export function HandedIn({ slug, session, materials, save }: HandedInProps) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const { data } = useQuery({
    queryKey: ['handed-in', slug, session],
    queryFn: () => fetchHandedIn(slug, session),
    refetchOnMount: 'always',
  });
  if (data === undefined || data.items.length === 0) return null;
  const size = (bytes: number): string =>
    `${(bytes / 1024 / 1024).toLocaleString(i18n.language, { maximumFractionDigits: 1, minimumFractionDigits: 1 })} MB`;
  return (
    <div role="group" aria-labelledby={id}>
      <h3 id={id}>{t('sessions.materials.handedIn')}</h3>
      <ul className="set-records">
        {data.items.map((file) => (
          <li key={file.id}>
            <span>
              <a href={file.url}>{file.name}</a>{' '}
              <span className="faint">
                {t('sessions.materials.by', {
                  name: file.handedIn?.name,
                  size: size(file.bytes),
                  interpolation: { escapeValue: false },
                })}
              </span>
            </span>
            {materials.some(({ url }) => url === file.url) ? (
              <span className="faint" role="status">
                {t('sessions.materials.takenOver')}
              </span>
            ) : (
              <button
                type="button"
                className="link-button"
                onClick={() => save([...materials, { title: file.name.replace(/\.\w{1,5}$/, ''), url: file.url }])}
              >
                {t('sessions.materials.takeOver', { name: file.name, interpolation: { escapeValue: false } })}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
