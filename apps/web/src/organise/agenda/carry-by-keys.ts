import type { Ghost } from './ghost.js';
import { pixelAt, timeAt } from './bands.js';
import { snap, type Aim, type GridWorld, type Load } from './grid-world.js';

const minute = 60_000;

/** What is said of carrying by keys: `t` with names below `organise.agenda.keys`. */
export type SayKeys = (
  what: 'lifted' | 'at' | 'put' | 'left' | 'toTray',
  values: { title: string; time?: string; room?: string; issues?: string },
) => void;

/**
 * Carries a slot without a mouse (WCAG 2.2, 2.1.1 and 2.5.7): M lifts it, arrows move it, plus and minus make it longer
 * or shorter, Enter puts it down, Escape leaves it where it was.
 */
export class KeyCarrier {
  private load: Load | null = null;
  private aim: Aim = { column: 0, at: 0, length: 0 };

  constructor(
    private readonly world: () => GridWorld,
    private readonly ghost: Ghost,
    private readonly title: (load: Load) => string,
    private readonly say: SayKeys,
    private readonly reveal: (aim: Aim) => void,
  ) {}

  isCarrying(): boolean {
    return this.load !== null;
  }

  lift(load: Load): void {
    const { columns, bands } = this.world();
    const column = Math.max(
      0,
      columns.findIndex(({ id }) => id === load.from?.id),
    );
    const at = load.from === null ? (bands[0]?.from ?? 0) + 60 * minute : Date.parse(load.slot.startsAt);
    this.load = load;
    this.aim = { column, at, length: load.length };
    this.say('lifted', { title: this.title(load) });
    this.show();
  }

  /** Takes a key; false: it is none of these. */
  press(key: string, isLong: boolean): boolean {
    const { load } = this;
    if (load === null) return false;
    const step = (isLong ? 30 : snap) * minute;
    switch (key) {
      case 'ArrowUp':
        return this.move(0, -step, 0);
      case 'ArrowDown':
        return this.move(0, step, 0);
      case 'ArrowLeft':
        return this.move(-1, 0, 0);
      case 'ArrowRight':
        return this.move(1, 0, 0);
      case '+':
      case '=':
        return this.move(0, 0, step);
      case '-':
        return this.move(0, 0, -step);
      case 'Enter':
      case ' ': {
        const { aim } = this;
        this.drop('put');
        this.world().put(load, aim);
        return true;
      }
      case 'Escape':
        this.drop('left');
        return true;
      case 'Tab':
        this.drop('left');
        return false;
      default:
        return true;
    }
  }

  /** Leaves it where it was, when the focus goes elsewhere. */
  leave(): void {
    if (this.load !== null) this.drop('left');
  }

  private drop(what: 'put' | 'left'): void {
    const { load } = this;
    if (load === null) return;
    this.load = null;
    this.ghost.hide();
    this.say(what, { title: this.title(load), ...this.where() });
  }

  private move(columns: number, by: number, longer: number): true {
    const world = this.world();
    const { bands, pixelsPerMinute } = world;
    const length = Math.max(snap * minute, this.aim.length + longer);
    const column = Math.max(0, Math.min(world.columns.length - 1, this.aim.column + columns));
    let at = this.aim.at + by;
    const band = bands.find(({ from, to }) => this.aim.at >= from && this.aim.at < to);
    // Past the end of a day comes the next one, where it is shown.
    if (band !== undefined && (at < band.from || at + length > band.to)) {
      const next = bands[bands.indexOf(band) + Math.sign(by)];
      at = next === undefined || by === 0 ? this.aim.at : by > 0 ? next.from : next.to - length;
    }
    const pixel = pixelAt(bands, at, pixelsPerMinute);
    this.aim = { column, length, at: pixel === null ? timeAt(bands, 0, { pixelsPerMinute, snap, length }) : at };
    this.show();
    return true;
  }

  private show(): void {
    const { load } = this;
    if (load === null) return;
    const issues = this.ghost.show(this.world(), load, this.aim);
    this.reveal(this.aim);
    this.say('at', { title: this.title(load), ...this.where(), issues: issues.join(' ') });
  }

  private where(): { time: string; room: string } {
    const { sayTime, columns } = this.world();
    return { time: sayTime(this.aim.at, this.aim.length), room: columns[this.aim.column]?.name ?? '' };
  }
}
