import { Injectable } from '@nestjs/common';

/** The present, injected wherever it matters so that tests can set it. */
export abstract class Clock {
  abstract now(): Date;
}

@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
