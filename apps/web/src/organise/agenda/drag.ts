import { timeAt } from './bands.js';
import type { Ghost } from './ghost.js';
import { snap, type Aim, type GridWorld, type Load } from './grid-world.js';

const minute = 60_000;
/** A press that moves less than this is a click. */
const clickPixels = 5;
/** On touch a swipe scrolls; who holds for so long drags. */
const holdMilliseconds = 350;
const swipePixels = 8;
/** Pointers this near to an edge scroll on. */
const edge = 44;
/** The lower end of a card, by which it is made longer. */
const handlePixels = 9;

export interface DragPlaces {
  /** Around grid and tray. */
  root: HTMLElement;
  scroller: HTMLElement;
  canvas: HTMLElement;
  tray: HTMLElement | null;
}

interface Drag {
  load: Load;
  card: HTMLElement;
  pointer: number;
  isTouch: boolean;
  startX: number;
  startY: number;
  /** Of the pointer below the card's top; where it is made longer, above the end of its time. */
  grip: number;
  isResize: boolean;
  phase: 'waiting' | 'armed' | 'dragging';
  aim: Aim | null;
  isOverTray: boolean;
}

export interface DragWiring {
  world: () => GridWorld;
  loadOf: (card: HTMLElement) => Load | null;
  open: (card: HTMLElement, load: Load) => void;
}

/** One set of listeners for the whole grid and the tray. Returns what takes them away. */
export function wireDrag(places: DragPlaces, ghost: Ghost, { world, loadOf, open }: DragWiring): () => void {
  const { root, scroller, canvas, tray } = places;
  let drag: Drag | null = null;
  let frame = 0;
  let holdTimer = 0;
  let x = 0;
  let y = 0;
  /** Measured when a drag begins: to ask while it goes on would lay the page out anew for each frame. */
  let bounds = { scroller: new DOMRect(), canvas: new DOMRect(), tray: new DOMRect() };
  let scrolledFrom = { left: 0, top: 0 };
  let scrolled = { left: 0, top: 0 };
  const onScroll = (): void => {
    scrolled = { left: scroller.scrollLeft, top: scroller.scrollTop };
  };
  const canvasLeft = (): number => bounds.canvas.left - (scrolled.left - scrolledFrom.left);
  const canvasTop = (): number => bounds.canvas.top - (scrolled.top - scrolledFrom.top);

  const end = (): void => {
    window.clearTimeout(holdTimer);
    cancelAnimationFrame(frame);
    frame = 0;
    if (drag === null) return;
    delete drag.card.dataset['carried'];
    delete drag.card.dataset['armed'];
    tray?.removeAttribute('data-target');
    ghost.hide();
    drag = null;
  };

  const scrollAtEdges = (): void => {
    const { left, right, top, bottom } = bounds.scroller;
    if (x < left || x > right) return;
    const down = y > bottom - edge ? 14 : y < top + edge + 30 ? -14 : 0;
    const across = x > right - edge ? 18 : x < left + edge + 40 ? -18 : 0;
    if (down !== 0 || across !== 0) scroller.scrollBy(across, down);
  };

  const aimAt = (now: Drag): Aim => {
    const { bands, columns, columnWidth, pixelsPerMinute } = world();
    const { length } = now.load;
    if (now.isResize) {
      const startsAt = Date.parse(now.load.slot.startsAt);
      const until = timeAt(bands, y + now.grip - canvasTop(), { pixelsPerMinute, snap, length: 0 });
      const column = columns.findIndex(({ id }) => id === now.load.from?.id);
      return { column, at: startsAt, length: Math.max(snap * minute, until - startsAt) };
    }
    const column = Math.max(0, Math.min(columns.length - 1, Math.floor((x - canvasLeft()) / columnWidth)));
    return { column, at: timeAt(bands, y - now.grip - canvasTop(), { pixelsPerMinute, snap, length }), length };
  };

  const update = (): void => {
    frame = 0;
    if (drag?.phase !== 'dragging') return;
    scrollAtEdges();
    const { left, right, top, bottom } = bounds.tray;
    const isOverTray = !drag.isResize && x >= left && x <= right && y >= top && y <= bottom;
    if (isOverTray !== drag.isOverTray) tray?.toggleAttribute('data-target', isOverTray);
    drag.isOverTray = isOverTray;
    if (drag.isOverTray) {
      drag.aim = null;
      ghost.hide();
    } else {
      const aim = aimAt(drag);
      const { aim: before } = drag;
      if (before?.column !== aim.column || before.at !== aim.at || before.length !== aim.length) {
        drag.aim = aim;
        ghost.show(world(), drag.load, aim);
      }
    }
    // Held at an edge it goes on scrolling without the pointer moving.
    const grid = bounds.scroller;
    const isAcross = x > grid.right - edge || x < grid.left + edge + 40;
    const isAtEdge = y > grid.bottom - edge || y < grid.top + edge + 30 || isAcross;
    if (isAtEdge && !drag.isOverTray) frame = requestAnimationFrame(update);
  };

  /** Where a card's time ends: a little below the card itself. */
  const endOf = ({ length }: Load, card: DOMRect): number => card.top + (length / minute) * world().pixelsPerMinute;

  const begin = (now: Drag): void => {
    now.phase = 'dragging';
    onScroll();
    scrolledFrom = scrolled;
    bounds = {
      scroller: scroller.getBoundingClientRect(),
      canvas: canvas.getBoundingClientRect(),
      tray: tray?.getBoundingClientRect() ?? new DOMRect(),
    };
    now.card.dataset['carried'] = '';
    root.setPointerCapture(now.pointer);
  };

  const onDown = (event: PointerEvent): void => {
    const card = (event.target as HTMLElement).closest<HTMLElement>('[data-load]');
    if (card === null || event.button !== 0 || drag !== null) return;
    const load = loadOf(card);
    if (load === null) return;
    const bounds = card.getBoundingClientRect();
    const isTouch = event.pointerType === 'touch';
    const isResize =
      load.from !== null && !isTouch && bounds.height > 24 && event.clientY > bounds.bottom - handlePixels;
    const begun: Drag = {
      load,
      card,
      pointer: event.pointerId,
      isTouch,
      startX: event.clientX,
      startY: event.clientY,
      grip: isResize ? endOf(load, bounds) - event.clientY : load.from === null ? 10 : event.clientY - bounds.top,
      isResize,
      phase: isTouch ? 'waiting' : 'armed',
      aim: null,
      isOverTray: false,
    };
    drag = begun;
    if (isTouch)
      holdTimer = window.setTimeout(() => {
        if (drag !== begun) return;
        begun.phase = 'armed';
        card.dataset['armed'] = '';
        if ('vibrate' in navigator) navigator.vibrate(15);
      }, holdMilliseconds);
  };
  const onMove = (event: PointerEvent): void => {
    if (drag === null || event.pointerId !== drag.pointer) return;
    ({ clientX: x, clientY: y } = event);
    const way = Math.hypot(x - drag.startX, y - drag.startY);
    if (drag.phase === 'waiting') {
      // A swipe: the browser scrolls.
      if (way > swipePixels) end();
      return;
    }
    if (drag.phase === 'armed') {
      if (way < clickPixels) return;
      begin(drag);
    }
    if (frame === 0) frame = requestAnimationFrame(update);
  };
  const onUp = (event: PointerEvent): void => {
    if (drag === null || event.pointerId !== drag.pointer) return;
    const { phase, load, card, isOverTray } = drag;
    if (phase === 'dragging' && frame !== 0) {
      ({ clientX: x, clientY: y } = event);
      cancelAnimationFrame(frame);
      update();
    }
    const { aim } = drag;
    end();
    if (phase !== 'dragging') {
      if (phase === 'armed' || event.pointerType === 'touch') open(card, load);
      return;
    }
    if (aim !== null) world().put(load, aim);
    else if (isOverTray && load.from !== null) world().put(load, null);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && drag !== null) end();
  };
  /** Once held, the finger drags and the page stays. */
  const onTouchMove = (event: TouchEvent): void => {
    if (drag !== null && drag.phase !== 'waiting') event.preventDefault();
  };
  /** The click that a browser makes of a press is answered by `onUp`, or by the keys. */
  const onClick = (event: MouseEvent): void => {
    if (event.detail !== 0 && (event.target as HTMLElement).closest('[data-load]') !== null) event.preventDefault();
  };

  scroller.addEventListener('scroll', onScroll, { passive: true });
  root.addEventListener('pointerdown', onDown);
  root.addEventListener('pointermove', onMove);
  root.addEventListener('pointerup', onUp);
  root.addEventListener('pointercancel', end);
  root.addEventListener('touchmove', onTouchMove, { passive: false });
  root.addEventListener('click', onClick);
  window.addEventListener('keydown', onKey);
  return () => {
    end();
    scroller.removeEventListener('scroll', onScroll);
    root.removeEventListener('pointerdown', onDown);
    root.removeEventListener('pointermove', onMove);
    root.removeEventListener('pointerup', onUp);
    root.removeEventListener('pointercancel', end);
    root.removeEventListener('touchmove', onTouchMove);
    root.removeEventListener('click', onClick);
    window.removeEventListener('keydown', onKey);
  };
}
