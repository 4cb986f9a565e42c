import { queryOptions } from '@tanstack/react-query';
import { fetchRules } from './remote.js';

/** When registration is open and what is asked. */
export const rulesQuery = (slug: string) =>
  queryOptions({ queryKey: ['registration rules', slug], queryFn: () => fetchRules(slug) });
