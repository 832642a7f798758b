// SPDX-License-Identifier: Apache-2.0
// Of many rows only those near what is seen are in the page; gaps as high as the others stand for
// them. A row that has the focus or is open stays, with its neighbours, wherever it is.
import { useEffect, useLayoutEffect, useRef, useState, type MutableRef } from 'preact/hooks';

/** So few rows are all in the page, where the browser's own search finds them. */
const ALL_MAX = 60;
/** Drawn above and below what is seen, so that scrolling finds its rows there. */
const MARGIN_PX = 800;
/** Scrolling within such a block draws nothing anew. */
const BLOCK_PX = 400;
const HEIGHT_GUESSED_PX = 50;
/** Heights remembered; beyond that all are measured again. */
const HEIGHTS_MAX = 20_000;

export type Piece<T> = { kind: 'row'; row: T; index: number }
  | { kind: 'gap'; before: string; height: number };

export interface Nearby<T> {
  body: MutableRef<HTMLTableSectionElement | null>;
  pieces: Piece<T>[];
}

/** `atEnd` is called when the last of the rows comes near. */
export function useNearby<T extends { id: string }>(
  rows: readonly T[], open: string | null, atEnd: () => void,
): Nearby<T> {
  const body = useRef<HTMLTableSectionElement | null>(null);
  const heights = useRef(new Map<string, number>());
  const guessed = useRef(HEIGHT_GUESSED_PX);
  const ended = useRef(false);
  const [top, seeFrom] = useState(0);
  const look = () => {
    const above = -(body.current?.getBoundingClientRect().top ?? 0);
    seeFrom(Math.floor(above / BLOCK_PX) * BLOCK_PX);
  };
  const many = rows.length > ALL_MAX;
  useEffect(() => {
    const resized = () => {
      heights.current.clear();
      look();
    };
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', resized);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', resized);
    };
  }, []);
  useLayoutEffect(() => {
    if (many && body.current) {
      guessed.current = measure(body.current, heights.current) ?? guessed.current;
      look();
    }
    if (ended.current) {
      atEnd();
    }
  });
  if (!many) {
    ended.current = false;
    return { body, pieces: rows.map((row, index) => ({ kind: 'row', row, index })) };
  }
  const heightOf = (row: T) => heights.current.get(row.id) ?? guessed.current;
  const bottom = top + BLOCK_PX + innerHeight + MARGIN_PX;
  const near = (y: number, height: number) => y + height > top - MARGIN_PX && y < bottom;
  const focused = rows.findIndex(row => row.id === focusedRow());
  const stays = (row: T, index: number) => row.id === open
    || (focused >= 0 && Math.abs(index - focused) <= 1);
  const { pieces, end } = split(rows, heightOf, near, stays);
  ended.current = end < bottom;
  return { body, pieces };
}

function focusedRow(): string | null {
  return document.activeElement?.closest('tr.row')?.getAttribute('data-row') ?? null;
}

function split<T extends { id: string }>(
  rows: readonly T[], heightOf: (row: T) => number,
  near: (y: number, height: number) => boolean, stays: (row: T, index: number) => boolean,
): { pieces: Piece<T>[]; end: number } {
  const pieces: Piece<T>[] = [];
  let y = 0;
  let gap = 0;
  rows.forEach((row, index) => {
    const height = heightOf(row);
    if (near(y, height) || stays(row, index)) {
      if (gap > 0) {
        pieces.push({ kind: 'gap', before: row.id, height: gap });
      }
      gap = 0;
      pieces.push({ kind: 'row', row, index });
    } else {
      gap += height;
    }
    y += height;
  });
  if (gap > 0) {
    pieces.push({ kind: 'gap', before: '', height: gap });
  }
  return { pieces, end: y };
}

/** Notes how high the rows in the page are; answers what one has on average. */
function measure(body: HTMLElement, heights: Map<string, number>): number | null {
  if (heights.size > HEIGHTS_MAX) {
    heights.clear();
  }
  let sum = 0;
  const drawn = body.querySelectorAll<HTMLElement>('tr.row');
  for (const row of drawn) {
    const why = row.nextElementSibling;
    const below = why instanceof HTMLElement && why.matches('.why') ? why.offsetHeight : 0;
    sum += row.offsetHeight;
    heights.set(row.getAttribute('data-row') ?? '', row.offsetHeight + below);
  }
  return drawn.length ? sum / drawn.length : null;
}
