import { pixelAt } from './bands.js';
import { lookAt, type Aim, type GridWorld, type Load } from './grid-world.js';

const minute = 60_000;

/**
 * The shade of what is carried. It is moved by CSS transform and written to directly: nothing is rendered anew while
 * somebody drags.
 */
export class Ghost {
  private hot: Element[] = [];

  constructor(
    private readonly canvas: HTMLElement,
    private readonly shade: HTMLElement,
  ) {}

  /** Shows what is carried where it would be put down; tells what would be wrong there. */
  show(world: GridWorld, load: Load, aim: Aim): string[] {
    const { bands, pixelsPerMinute, columnWidth, columns, sayTime } = world;
    const { words, slots } = lookAt(world, load, aim);
    const top = pixelAt(bands, aim.at, pixelsPerMinute) ?? 0;
    this.shade.hidden = false;
    this.shade.style.transform = `translate(${aim.column * columnWidth}px, ${top}px)`;
    // Its size is said, so that its words alter the layout of nothing else.
    this.shade.style.width = `${columnWidth - 4}px`;
    this.shade.style.height = `${Math.max(20, (aim.length / minute) * pixelsPerMinute - 2)}px`;
    this.shade.dataset['bad'] = String(words.length > 0);
    const [where, what] = this.shade.firstElementChild?.children ?? [];
    if (where !== undefined) where.textContent = `${sayTime(aim.at, aim.length)} · ${columns[aim.column]?.name ?? ''}`;
    if (what !== undefined) what.textContent = words.join(' ');
    this.warm(slots);
    return words;
  }

  hide(): void {
    this.shade.hidden = true;
    this.warm([]);
  }

  /** Marks the cards of slots that stand in the way. */
  private warm(slots: readonly string[]): void {
    for (const card of this.hot) card.removeAttribute('data-hot');
    this.hot = slots.flatMap((id) => [...this.canvas.querySelectorAll(`[data-slot="${CSS.escape(id)}"]`)]);
    for (const card of this.hot) card.setAttribute('data-hot', '');
  }
}
