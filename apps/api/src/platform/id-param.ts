import { ParseUUIDPipe } from '@nestjs/common';
import { invalidInput } from './problem.js';

/** For ids in addresses: what is no UUID is refused as any other input, by name. */
export const idParam = new ParseUUIDPipe({
  exceptionFactory: () => invalidInput([{ path: 'id', message: 'must be a UUID', code: 'field.wrong' }]),
});
