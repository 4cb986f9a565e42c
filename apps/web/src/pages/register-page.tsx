import '../registration/words.js';
import '../styles/registration.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegistrationRules } from '@kopa/contracts';
import { pickText, placeModes } from '@kopa/domain';
import { useEvent } from '../programme/event-context.js';
import { countsKey } from '../programme/live-keys.js';
import { CheckStep } from '../registration/check-step.js';
import { DaysStep } from '../registration/days-step.js';
import { ErrorSummary } from '../registration/error-summary.js';
import { isStanding, ownErrors, serverErrors, type StepError } from '../registration/field-errors.js';
import { setKnownHere } from '../registration/known-here.js';
import { useLivePlaces } from '../registration/live-places.js';
import { ProblemNotice } from '../registration/problem.js';
import { RegistrationShut } from '../registration/registration-shut.js';
import { Refused } from '../shell/call.js';
import { rulesQuery } from '../registration/rules.js';
import { sendDraft } from '../registration/send-draft.js';
import { Sent, type Outcome } from '../registration/sent.js';
import { SessionsStep } from '../registration/sessions-step.js';
import { StepLine } from '../registration/step-line.js';
import type { GoTo } from '../registration/step-props.js';
import { steps, type Step } from '../registration/steps.js';
import { shutAt, type Terms } from '../registration/terms.js';
import { useDraft } from '../registration/use-draft.js';
import { YouStep } from '../registration/you-step.js';
import { Loading, LoadFailed } from '../shell/notices.js';
import { usePageTitle } from '../shell/page-title.js';
import { useNow } from '../time/use-now.js';

const route = getRouteApi('/e/$slug/register');
const none: readonly StepError[] = [];

/** Registering: the form stands on what the organisers ask and when they let people register. */
export function RegisterPage() {
  const { t } = useTranslation();
  const { slug } = useEvent();
  const { data: rules, error, refetch } = useQuery(rulesQuery(slug));
  usePageTitle(t('registration.title'));
  if (rules !== undefined) return <RegisterForm rules={rules} />;
  return error === null ? <Loading /> : <LoadFailed retry={() => void refetch()} />;
}

/** Four steps of which the address names the one that is shown. */
function RegisterForm({ rules }: { rules: RegistrationRules }) {
  const { t, i18n } = useTranslation();
  const { slug, index } = useEvent();
  const { programme } = index;
  const client = useQueryClient();
  const now = useNow();
  const navigate = useNavigate();
  const { step: wished = 'you', invitation } = route.useSearch();
  const { draft, change, discard } = useDraft(slug, i18n.language);
  const counts = useLivePlaces();
  const coaches = useMemo(() => Object.keys(counts?.seats ?? {}), [counts]);
  const terms = useMemo<Terms>(() => ({ programme, rules, coaches }), [programme, rules, coaches]);
  const [errors, setErrors] = useState(none);
  const [failure, setFailure] = useState<unknown>(null);
  /** By a code: the form stays though the code is mended in it. */
  const [isEntered, setEntered] = useState(false);
  if (!isEntered && draft.invitation !== '') setEntered(true);
  const [isSending, setSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const wanted = useRef<string | null>(null);

  // An address may name a step that is not reached yet: the first with something missing is shown.
  const before = steps.slice(0, steps.indexOf(wished));
  const step = before.find((name) => ownErrors(draft, name, terms).length > 0) ?? wished;
  const number = steps.indexOf(step) + 1;
  usePageTitle(
    t(`registration.step.${step}`),
    t('registration.title'),
    pickText(programme.event.title, i18n.language, programme.event.languages).text,
  );

  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    const field = wanted.current === null ? null : document.getElementById(wanted.current);
    wanted.current = null;
    (field ?? heading.current)?.focus();
  }, [step]);

  const open = useCallback(
    (next: Step, replace: boolean) =>
      void navigate({
        to: '/e/$slug/register',
        params: { slug },
        search: next === 'you' ? {} : { step: next },
        replace,
      }),
    [navigate, slug],
  );
  useEffect(() => {
    // Else the form would leap on with the letter that mends the last thing missing.
    if (step !== wished) open(step, true);
  }, [step, wished, open]);
  useEffect(() => {
    if (invitation === undefined) return;
    change({ invitation });
    // From here on the draft keeps it, where it can be mended.
    open(wished, true);
  }, [invitation, change, wished, open]);
  const go: GoTo = (next, field) => {
    wanted.current = field ?? null;
    setFailure(null);
    open(next, false);
  };
  const lead = (error: StepError): void => {
    if (error.step === step) document.getElementById(error.field)?.focus();
    else go(error.step, error.field);
  };
  const proceed = (): void => {
    const found = ownErrors(draft, step, terms);
    setErrors(found);
    const next = steps[number];
    if (found.length === 0 && next !== undefined) go(next);
  };
  /** What was refused may be because the organisers ask something else by now. */
  const errorsOf = async (refused: Refused): Promise<readonly StepError[]> => {
    const [fresh] = await Promise.all([
      client.query({ ...rulesQuery(slug), staleTime: 0 }).catch(() => rules),
      // A coach may go by now: who has a seat in it is asked for a telephone.
      client.invalidateQueries({ queryKey: countsKey(slug) }),
    ]);
    return serverErrors(refused, draft, terms, { ...terms, rules: fresh });
  };
  const send = async (): Promise<void> => {
    setSending(true);
    setFailure(null);
    setErrors(none);
    try {
      setOutcome(await sendDraft(slug, draft, terms, (unanswered) => change({ unanswered })));
      setKnownHere(slug, true);
      discard();
    } catch (error) {
      const found = error instanceof Refused ? await errorsOf(error) : none;
      setErrors(found);
      if (found.length === 0) setFailure(error);
    } finally {
      setSending(false);
    }
  };

  if (outcome !== null) {
    const restart = (): void => {
      setOutcome(null);
      go('you');
    };
    return <Sent outcome={outcome} restart={restart} />;
  }
  const shut = placeModes.flatMap((mode) => shutAt(rules, mode, { now, invitation: draft.invitation }) ?? []);
  if (shut.length === placeModes.length && !isEntered) {
    const enter = (code: string): void => {
      change({ invitation: code });
      // Once the form is there.
      window.setTimeout(() => heading.current?.focus());
    };
    return <RegistrationShut shut={shut} enter={enter} />;
  }
  const people = draft.people.length + 1;
  const standing = errors.filter((error) => isStanding(error, draft, terms));
  const parts = { draft, change, errors: standing, counts, terms };
  return (
    <div className="reg">
      <h1 tabIndex={-1}>{t('registration.title')}</h1>
      <p className="faint">{t('registration.lead')}</p>
      <StepLine step={step} go={go} />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isSending) return;
          if (step === 'check') void send();
          else proceed();
        }}
      >
        <h2 ref={heading} tabIndex={-1} className="reg-heading">
          <span className="reg-count">{t('registration.stepOf', { number, of: steps.length })}</span>
          {t(`registration.step.${step}`)}
        </h2>
        <ErrorSummary errors={standing} attempt={errors} lead={lead} />
        {step === 'you' && <YouStep {...parts} />}
        {step === 'days' && <DaysStep {...parts} go={go} />}
        {step === 'sessions' && <SessionsStep {...parts} />}
        {step === 'check' && <CheckStep {...parts} go={go} />}
        {failure !== null && <ProblemNotice error={failure} again={() => void send()} />}
        <div className="reg-actions">
          {number > 1 && (
            <button type="button" className="link-button" onClick={() => go(steps[number - 2] ?? 'you')}>
              {t('registration.back')}
            </button>
          )}
          <button type="submit" className="link-button strong" aria-disabled={isSending}>
            {isSending && <span className="reg-spinner" aria-hidden="true" />}
            {isSending
              ? t('registration.sending')
              : step !== 'check'
                ? t('registration.next')
                : people === 1
                  ? t('registration.send')
                  : t('registration.sendMany', { count: people })}
          </button>
        </div>
        <span className="visually-hidden" role="status">
          {isSending ? t('registration.sending') : ''}
        </span>
      </form>
    </div>
  );
}
