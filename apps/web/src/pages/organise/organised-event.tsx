import { Outlet, useParams } from '@tanstack/react-router';
import { OrganiseFrame } from '../../organise/organise-context.js';

/** Frames all organisers' pages of one event. */
export function OrganisedEventPages() {
  const { slug } = useParams({ from: '/organise/$slug' });
  return (
    <OrganiseFrame key={slug} slug={slug}>
      <Outlet />
    </OrganiseFrame>
  );
}
