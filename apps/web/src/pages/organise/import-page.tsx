import '../../organise/import/words.js';
import '../../styles/organise-import.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportAnswer } from '@kopa/contracts';
import { ImportReport } from '../../organise/import/import-report.js';
import { sendImport, type ImportChoices } from '../../organise/import/remote.js';
import { Stranger, useOrganised } from '../../organise/organise-context.js';
import { organiseHref } from '../../organise/places.js';
import { refusalInWords } from '../../organise/refusals/in-words.js';
import { restoreDraft } from '../../organise/releases/remote.js';
import { TextLine } from '../../organise/team/form-parts.js';
import { AppLink } from '../../shell/app-link.js';
import { Refused } from '../../shell/call.js';
import { usePageTitle } from '../../shell/page-title.js';

/** How the last import went. */
type Outcome = { answer: ImportAnswer } | 'undone' | null;

/** Brings a file of sessions into the draft: what it would do is told before it is done, and can be taken back after. */
export function ImportPage() {
  const { t } = useTranslation();
  const { may } = useOrganised();
  usePageTitle(t('imports.title'));
  return may('draft.write') ? <ImportForm /> : <Stranger isSignedIn />;
}

function ImportForm() {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const id = useId();
  const [file, setFile] = useState<File | null>(null);
  const [choices, setChoices] = useState<ImportChoices>({ as: 'part', source: '', times: 'tray', removals: false });
  /** As it is written; what holds is in `choices` when the field is left. */
  const [source, setSource] = useState('');
  const [outcome, setOutcome] = useState<Outcome>(null);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const isComplete = file !== null && (choices.as === 'whole' || choices.source !== '');
  const preview = useQuery({
    queryKey: ['import', slug, file?.name, file?.size, file?.lastModified, choices],
    queryFn: () => (file === null ? Promise.reject(new Error('no file')) : sendImport(slug, file, choices, true)),
    enabled: isComplete && outcome === null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  });
  const choose = (change: Partial<ImportChoices>): void => {
    setOutcome(null);
    setFault(null);
    setChoices((before) => ({ ...before, removals: false, ...change }));
  };
  const take = (chosen: File): void => {
    setFile(chosen);
    const name = source.trim() === '' ? chosen.name.replace(/(\.(xml|json|gz))+$/i, '') : source.trim();
    setSource(name);
    choose({ source: name });
  };
  const attempt = async (deed: () => Promise<Outcome>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setFault(null);
    try {
      setOutcome(await deed());
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const done = outcome !== null && outcome !== 'undone' ? outcome.answer : null;
  const wrong = fault ?? (isComplete && outcome === null && !preview.isFetching ? preview.error : null);
  const found = isComplete && outcome === null && preview.error === null ? preview.data : undefined;
  const told = done ?? found;
  const isSame = found !== undefined && found.created + found.changed + found.removed + found.frame.length === 0;
  return (
    <div className="org-narrow set imp">
      <h1 tabIndex={-1}>{t('imports.title')}</h1>
      <p className="faint">{t('imports.lead')}</p>
      <section className="panel imp-part" aria-labelledby={`${id}-file`}>
        <h2 id={`${id}-file`}>{t('imports.file')}</h2>
        <p className="faint" id={`${id}-hint`}>
          {t('imports.fileHint')}
        </p>
        <div className="imp-row">
          <input
            id={id}
            type="file"
            className="visually-hidden"
            accept=".xml,.json,.gz"
            aria-describedby={`${id}-hint`}
            onChange={({ target }) => {
              const [chosen] = target.files ?? [];
              if (chosen !== undefined) take(chosen);
              // The same file, mended, can be chosen once more.
              target.value = '';
            }}
          />
          <label htmlFor={id} className="link-button strong">
            {t(file === null ? 'imports.choose' : 'imports.other')}
          </label>
          {file !== null && <b className="imp-name">{file.name}</b>}
        </div>
        <Radios
          legend={t('imports.what')}
          name={`${id}-as`}
          value={choices.as}
          choose={(as) => choose({ as })}
          options={(['part', 'whole'] as const).map((as) => ({
            value: as,
            label: t(`imports.as.${as}`),
            hint: t(`imports.asHint.${as}`),
          }))}
        />
        {choices.as === 'part' && (
          <>
            <TextLine
              id={`${id}-source`}
              label={t('imports.source')}
              hint={t('imports.sourceHint')}
              wrong={file !== null && choices.source === '' ? t('imports.sourceWrong') : undefined}
              maxLength={100}
              value={source}
              onText={setSource}
              onBlur={() => source.trim() !== choices.source && choose({ source: source.trim() })}
            />
            <Radios
              legend={t('imports.times')}
              name={`${id}-times`}
              value={choices.times}
              choose={(times) => choose({ times })}
              options={(['tray', 'keep'] as const).map((times) => ({
                value: times,
                label: t(`imports.timesAs.${times}`),
              }))}
            />
          </>
        )}
      </section>
      <div role="status">
        {preview.isFetching && <progress aria-label={t('imports.reading', { name: file?.name ?? '' })} />}
        {outcome === 'undone' && <p className="rel-done">{t('imports.undone')}</p>}
        {told !== undefined && (
          <section className="panel imp-part">
            <h2>{t(done === null ? 'imports.would' : 'imports.did')}</h2>
            <ImportReport answer={told} />
          </section>
        )}
      </div>
      <Refusal
        error={wrong}
        removeToo={() => choose({ removals: true })}
        retry={() => {
          setFault(null);
          if (fault === null) void preview.refetch();
        }}
      />
      <div className="imp-row">
        {found !== undefined && !isSame && (
          <button
            type="button"
            className="link-button strong"
            aria-disabled={isBusy || preview.isPlaceholderData}
            onClick={() =>
              file !== null && void attempt(async () => ({ answer: await sendImport(slug, file, choices, false) }))
            }
          >
            {t(isBusy ? 'imports.going' : 'imports.go')}
          </button>
        )}
        {done !== null && (
          <>
            <AppLink className="link-button strong" href={organiseHref(slug, 'agenda')}>
              {t('imports.place')}
            </AppLink>
            <AppLink className="link-button" href={organiseHref(slug, 'sessions')}>
              {t('imports.list')}
            </AppLink>
            {done.kept !== null && (
              <button
                type="button"
                className="link-button"
                aria-disabled={isBusy}
                onClick={() =>
                  void attempt(async () => {
                    await restoreDraft(slug, { kept: done.kept ?? '' });
                    return 'undone';
                  })
                }
              >
                {t('imports.undo')}
              </button>
            )}
          </>
        )}
      </div>
    </div>
  );
}

/** Why it was not done, and what can be done about it. */
function Refusal({ error, removeToo, retry }: { error: unknown; removeToo: () => void; retry: () => void }) {
  const { t } = useTranslation();
  if (error === null) return <div role="alert" />;
  if (!(error instanceof Refused) || error.status >= 500)
    return (
      <div role="alert" className="imp-row">
        <span className="org-fault">{t('imports.failed')}</span>
        <button type="button" className="link-button" onClick={retry}>
          {t('imports.retry')}
        </button>
      </div>
    );
  const { code, problem } = error;
  if (code === 'import.removals')
    return (
      <div role="alert" className="imp-row">
        <span className="org-fault">
          {t('imports.removals', { count: (problem['codes'] as string[]).length, of: problem['of'] })}
        </span>
        <button type="button" className="link-button" onClick={removeToo}>
          {t('imports.removeToo')}
        </button>
      </div>
    );
  const words = t('imports.refused', { returnObjects: true }) as Record<string, string>;
  return (
    <div role="alert">
      <p className="org-fault">
        {error.status === 413 ? words['import.too.large'] : (words[code] ?? refusalInWords(error))}
        {typeof problem['line'] === 'number' && ` ${t('imports.line', { line: problem['line'] })}`}
      </p>
    </div>
  );
}

interface RadiosProps<T extends string> {
  legend: string;
  name: string;
  value: T;
  choose: (value: T) => void;
  options: readonly { value: T; label: string; hint?: string }[];
}

function Radios<T extends string>({ legend, name, value, choose, options }: RadiosProps<T>) {
  return (
    <fieldset className="set-modes">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="set-check">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => choose(option.value)}
            aria-describedby={option.hint === undefined ? undefined : `${name}-${option.value}`}
          />
          <span>
            {option.label}
            {option.hint !== undefined && (
              <span className="team-hint imp-hint" id={`${name}-${option.value}`}>
                {option.hint}
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
