import type { RegistrationRules } from '@kopa/contracts';
import type { TermsStore } from './terms-store.js';

/** A session as it is chosen in terms. */
export interface SessionChoice {
  code: string;
  title: string;
  isAddOn: boolean;
}

/** What each part of the terms is given. */
export interface PartOfTerms {
  rules: RegistrationRules;
  edit: TermsStore['edit'];
  zone: string;
  /** Of the event. */
  languages: readonly string[];
  sessions: readonly SessionChoice[];
}
