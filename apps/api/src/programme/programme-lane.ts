import { makeReady, type Lane, type Ready } from '../platform/fast-lane.js';
import { chooseCoding, type Coding, type ServedDocument } from './served-document.js';

/** Just the plain address: anything else (a query, an encoded letter) takes the ordinary way to the same document. */
const programmeAddress = /^\/api\/v1\/events\/([a-z0-9-]+)\/programme$/;

/** The one document that a whole congress reads at once. It is public and the same for everybody: nothing to guard. */
export function programmeLane(documentOf: (slug: string) => ServedDocument | undefined): Lane {
  const made = new WeakMap<ServedDocument, Record<Coding, Ready>>();
  return {
    route: '/api/v1/events/:slug/programme',
    ready: (request) => {
      const slug = programmeAddress.exec(request.url ?? '')?.[1];
      const document = slug === undefined ? undefined : documentOf(slug);
      if (document === undefined) return undefined;
      let codings = made.get(document);
      if (codings === undefined) made.set(document, (codings = readyCodings(document)));
      const accepted = request.headers['accept-encoding'];
      return codings[chooseCoding(typeof accepted === 'string' ? accepted : undefined)];
    },
  };
}

function readyCodings(document: ServedDocument): Record<Coding, Ready> {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  const ready = (coding: Coding): Ready => {
    const { bytes, etag } = document[coding];
    const encoding = coding === 'identity' ? {} : { 'content-encoding': coding };
    return makeReady(bytes, etag, { vary: 'accept-encoding' }, { ...type, ...encoding });
  };
  return { identity: ready('identity'), gzip: ready('gzip'), br: ready('br') };
}
