import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '@kopa/contracts';
import type { Companion } from './draft.js';
import { TextField } from './field.js';
import { newKey } from './new-key.js';
import { PutQuestions } from './put-questions.js';
import type { StepProps } from './step-props.js';

/** The contract takes 50 people in one go, the contact among them. */
const mostCompanions = 49;

type CompanionFieldsProps = Pick<StepProps, 'draft' | 'change' | 'errors'> & {
  /** What each of them is asked. */
  questions: readonly Question[];
};

/** A delegation: further people by name, with an address of their own where they have one. */
export function CompanionFields({ draft, change, errors, questions }: CompanionFieldsProps) {
  const { t } = useTranslation();
  const { people } = draft;
  const [told, setTold] = useState('');
  const added = useRef<string | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (added.current === null) return;
    document.getElementById(`name-${added.current}`)?.focus();
    added.current = null;
  }, [people.length]);

  const add = (): void => {
    const id = newKey().slice(0, 8);
    added.current = id;
    change({ people: [...people, { id, name: '', email: '' }] });
    setTold(t('registration.people.added', { number: people.length + 2 }));
  };
  const remove = (id: string): void => {
    const { [id]: _removed, ...answers } = draft.answers;
    change({ people: people.filter((person) => person.id !== id), answers });
    setTold(t('registration.people.removed'));
    addButton.current?.focus();
  };
  const edit = (id: string, part: Partial<Companion>): void =>
    change({ people: people.map((person) => (person.id === id ? { ...person, ...part } : person)) });

  return (
    <section className="reg-people" aria-labelledby="reg-people-title">
      <h3 id="reg-people-title">{t('registration.people.title')}</h3>
      <p className="faint">{t('registration.people.lead')}</p>
      {people.length > 0 && (
        <ol>
          {people.map(({ id, name, email }, index) => (
            <li key={id} aria-label={t('registration.people.person', { number: index + 2 })}>
              <TextField
                id={`name-${id}`}
                label={t('registration.people.name', { number: index + 2 })}
                autoComplete="off"
                value={name}
                onText={(text) => edit(id, { name: text })}
                errors={errors}
              />
              <TextField
                id={`email-${id}`}
                type="email"
                label={t('registration.people.email', { number: index + 2 })}
                hint={t('registration.people.emailHint')}
                optional
                autoComplete="off"
                maxLength={254}
                value={email}
                onText={(text) => edit(id, { email: text })}
                errors={errors}
              />
              <PutQuestions questions={questions} draft={draft} change={change} errors={errors} person={id} />
              <button type="button" className="link-button quiet" onClick={() => remove(id)}>
                {t('registration.people.remove')}
                <span className="visually-hidden">: {name === '' ? index + 2 : name}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
      <p className="reg-row">
        {people.length < mostCompanions && (
          <button type="button" className="link-button" onClick={add} ref={addButton}>
            <span aria-hidden="true">+</span>
            {t(people.length === 0 ? 'registration.people.add' : 'registration.people.addAnother')}
          </button>
        )}
        {people.length > 0 && <strong>{t('registration.people.count', { count: people.length + 1 })}</strong>}
      </p>
      <span className="visually-hidden" role="status">
        {told}
      </span>
    </section>
  );
}
