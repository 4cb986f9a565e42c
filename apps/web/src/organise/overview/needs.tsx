import '../agenda/words.js';
import { useTranslation } from 'react-i18next';
import type { Attention } from '@kopa/contracts';
import { pickText, type Texts } from '@kopa/domain';
import { dateLocale } from '../../language/language.js';
import { AppLink } from '../../shell/app-link.js';
import { dateInWords } from '../../time/clock-face.js';
import { useOrganised } from '../organise-context.js';
import { useMomentWords } from '../people/moment-words.js';
import { organiseHref } from '../places.js';
import { Decision } from './decision.js';

type Of<Kind extends Attention['kind']> = Extract<Attention, { kind: Kind }>;

const plain = { interpolation: { escapeValue: false } };

/** What needs an organiser, the most pressing first, each with the way to where it is mended. */
export function Needs({ needs }: { needs: readonly Attention[] }) {
  const { t, i18n } = useTranslation();
  const { languages } = useOrganised();
  const clashes = needs.filter((need) => need.kind === 'clashes');
  const titleOf = (title: Texts): string => pickText(title, i18n.language, languages).text;
  return (
    <section className="org-attention" aria-labelledby="attention">
      <h2 id="attention">{t('overview.attention')}</h2>
      {needs.length === 0 ? (
        <p className="faint">{t('overview.calm')}</p>
      ) : (
        <ul>
          {needs.map((need) => {
            switch (need.kind) {
              case 'decision':
                return <Decision key={need.session} need={need} title={titleOf(need.title)} />;
              case 'free':
                return <Free key={`${need.scope} ${need.key} ${need.mode}`} need={need} title={titleOf(need.title)} />;
              case 'registration':
                return <Closed key={need.mode} need={need} />;
              case 'mail':
                return <Counted key={need.state} need={need} part={`mail?state=${need.state}`} />;
              case 'unreleased':
                return <Counted key={need.kind} need={need} part="releases" />;
              case 'clashes':
                return need === clashes[0] ? <Clashes key={need.kind} clashes={clashes} /> : null;
            }
          })}
        </ul>
      )}
    </section>
  );
}

function Free({ need, title }: { need: Of<'free'>; title: string }) {
  const { t, i18n } = useTranslation();
  const { slug } = useOrganised();
  const { scope, key, mode, free, waiting } = need;
  const what =
    scope === 'event'
      ? t('overview.event')
      : scope === 'day'
        ? dateInWords(key, dateLocale(i18n.language))
        : title === ''
          ? key
          : title;
  const query = new URLSearchParams({
    mode,
    ...(scope === 'event' ? {} : scope === 'day' ? { day: key } : { q: key }),
  });
  const inMode = t(`overview.mode.${mode}`);
  return (
    <li>
      <AppLink href={`${organiseHref(slug, 'waitlists')}?${query.toString()}`}>
        {free === null
          ? t('overview.freeUnlimited', { count: waiting, what, mode: inMode, ...plain })
          : t('overview.free', { count: waiting, free, what, mode: inMode, ...plain })}
      </AppLink>
      <p className="faint">{t('overview.freeWhy')}</p>
    </li>
  );
}

function Closed({ need: { mode, state, at } }: { need: Of<'registration'> }) {
  const { t } = useTranslation();
  const { slug, may } = useOrganised();
  const moment = useMomentWords();
  const said = t(`overview.registration.${state}`, { mode: t(`overview.mode.${mode}`), when: moment(at) });
  return <li>{may('settings.write') ? <AppLink href={organiseHref(slug, 'registration')}>{said}</AppLink> : said}</li>;
}

function Counted({ need, part }: { need: Of<'mail' | 'unreleased'>; part: string }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const said = need.kind === 'mail' ? (`mail.${need.state}` as const) : need.kind;
  return (
    <li>
      <AppLink href={organiseHref(slug, part)}>{t(`overview.${said}`, { count: need.count })}</AppLink>
    </li>
  );
}

/** Slots that stand badly as lengths side by side, each a way to the list of just these. */
function Clashes({ clashes }: { clashes: readonly Of<'clashes'>[] }) {
  const { t } = useTranslation();
  const { slug } = useOrganised();
  const most = Math.max(...clashes.map(({ count }) => count));
  return (
    <li>
      <h3>{t('overview.clashes')}</h3>
      <ul className="clash-kinds">
        {clashes.map(({ issue, count }) => (
          <li key={issue}>
            <AppLink href={`${organiseHref(slug, 'agenda')}?issue=${issue}`}>
              {t(`organise.agenda.issueKind.${issue}`)}
            </AppLink>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false" aria-hidden="true">
              <rect className="chart-full" width="100" height="10" />
              <rect className="clash-value" width={(100 * count) / most} height="10" />
            </svg>
            <span>{t('overview.slots', { count })}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}
