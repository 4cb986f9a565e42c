import { Outlet, useParams } from '@tanstack/react-router';
import '../../organise/settings/words.js';
import { OrganiseFrame } from '../../organise/organise-context.js';
import { DeletedEvent } from '../../organise/settings/deletion.js';

/** Frames all organisers' pages of one event. */
export function OrganisedEventPages() {
  const { slug } = useParams({ from: '/organise/$slug' });
  return (
    <OrganiseFrame key={slug} slug={slug} deleted={(event) => <DeletedEvent event={event} />}>
      <Outlet />
    </OrganiseFrame>
  );
}
