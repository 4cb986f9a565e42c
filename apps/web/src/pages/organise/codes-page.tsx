import '../../organise/codes/words.js';
import '../../organise/terms/words.js';
import '../../styles/organise-waitlists.css';
import '../../styles/organise-codes.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Invitation } from '@kopa/contracts';
import { CodeCard } from '../../organise/codes/code-card.js';
import { CodeForm } from '../../organise/codes/code-form.js';
import { DoneNotice, type Done } from '../../organise/codes/done-notice.js';
import { codesKey, fetchCodes } from '../../organise/codes/remote.js';
import { useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { AppLink } from '../../shell/app-link.js';
import { Loading, LoadFailed, Notice } from '../../shell/notices.js';
import { usePageTitle } from '../../shell/page-title.js';

/** The codes of invitations: what was used of each, and what organisers do with them. */
export function CodesPage() {
  const { t } = useTranslation();
  const { may } = useOrganised();
  usePageTitle(t('codes.title'));
  return may('registrations.write') ? (
    <Codes />
  ) : (
    <Notice level={1} title={t('codes.noPart')} hint={t('codes.noPartHint')} />
  );
}

function Codes() {
  const { t, i18n } = useTranslation();
  const { slug, state, may } = useOrganised();
  const client = useQueryClient();
  const make = useRef<HTMLButtonElement>(null);
  const [isMaking, setMaking] = useState(false);
  const [done, setDone] = useState<{ done: Done; nth: number } | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: codesKey(slug),
    queryFn: () => fetchCodes(slug),
    refetchOnMount: 'always',
    // People register by them while it is open.
    refetchInterval: 3_000,
  });
  const wasMaking = useRef(false);
  useEffect(() => {
    if (wasMaking.current && !isMaking) make.current?.focus();
    wasMaking.current = isMaking;
  }, [isMaking]);
  const sorted = useMemo(() => {
    const { compare } = new Intl.Collator(i18n.language, { numeric: true });
    return data?.toSorted((one, other) => compare(one.label, other.label) || compare(one.code, other.code));
  }, [data, i18n.language]);
  if (sorted === undefined) return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
  const tell = (now: Done): void => {
    client.setQueryData<Invitation[]>(codesKey(slug), (before = []) => [
      ...before.filter(({ code }) => code !== now.code.code),
      now.code,
    ]);
    setDone((before) => ({ done: now, nth: (before?.nth ?? 0) + 1 }));
    void client.invalidateQueries({ queryKey: codesKey(slug) });
  };
  /** The code at which the keyboard goes on: it has just come into the list. */
  const next = done !== null && ['made', 'restored'].includes(done.done.what) ? done.done.code.code : null;
  const groups = [
    ['inUse', sorted.filter(({ withdrawnAt }) => withdrawnAt === null)],
    ['withdrawn', sorted.filter(({ withdrawnAt }) => withdrawnAt !== null)],
  ] as const;
  const button = (
    <button type="button" className="link-button strong" ref={make} onClick={() => setMaking(true)}>
      {t('codes.make')}
    </button>
  );
  return (
    <div className="org-narrow codes">
      <h1 tabIndex={-1}>{t('codes.title')}</h1>
      <p className="faint">{t('codes.lead')}</p>
      {may('settings.write') && (
        <p>
          <AppLink className="link-button" href={organiseHref(slug, 'registration')}>
            {t('codes.terms')}
          </AppLink>
        </p>
      )}
      {state !== 'public' && <p className="codes-unpublished">{t('codes.unpublished')}</p>}
      {isMaking ? (
        <CodeForm
          leave={() => setMaking(false)}
          done={(code, what) => {
            wasMaking.current = false;
            setMaking(false);
            tell({ what, code });
          }}
        />
      ) : sorted.length === 0 ? (
        <Notice title={t('codes.none')} hint={t('codes.noneHint')}>
          {button}
        </Notice>
      ) : (
        <p>{button}</p>
      )}
      {groups.map(
        ([group, those]) =>
          those.length > 0 && (
            <section key={group} className="codes-group" data-group={group} aria-labelledby={`codes-${group}`}>
              <h2 id={`codes-${group}`}>{t(`codes.${group}`)}</h2>
              <ul className="people-list">
                {those.map((code) => (
                  <CodeCard key={code.code} code={code} isNext={code.code === next} done={tell} />
                ))}
              </ul>
            </section>
          ),
      )}
      {done !== null && <DoneNotice key={done.nth} done={done.done} undone={tell} leave={() => setDone(null)} />}
    </div>
  );
}
