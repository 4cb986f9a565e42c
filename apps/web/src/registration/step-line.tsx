import { useTranslation } from 'react-i18next';
import { steps, type Step } from './steps.js';

/** Where one is among the four steps; those before can be gone back to. */
export function StepLine({ step, go }: { step: Step; go: (step: Step) => void }) {
  const { t } = useTranslation();
  const here = steps.indexOf(step);
  return (
    <nav className="reg-steps" aria-label={t('registration.steps')}>
      <ol>
        {steps.map((name, index) => (
          <li key={name} data-state={index < here ? 'done' : index === here ? 'here' : 'ahead'}>
            {index < here ? (
              <button type="button" onClick={() => go(name)}>
                <span className="reg-step-mark" aria-hidden="true">
                  ✓
                </span>
                <span className="reg-step-name">{t(`registration.step.${name}`)}</span>
                <span className="visually-hidden">, {t('registration.stepDone')}</span>
              </button>
            ) : (
              <span aria-current={index === here ? 'step' : undefined}>
                <span className="reg-step-mark" aria-hidden="true">
                  {index + 1}
                </span>
                <span className="reg-step-name">{t(`registration.step.${name}`)}</span>
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
