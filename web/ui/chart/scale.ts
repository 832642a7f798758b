// SPDX-License-Identifier: Apache-2.0
// Scales: round steps for bars, ticks and values; the width that is there.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

export const NARROW_PX = 520;

const BAR_STEPS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600];
const TICK_STEPS = [
  10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];
const BARS_MAX = 90;
const BARS_MAX_NARROW = 46;

/** Seconds of one bar, so that the bars stay wide enough to hit. */
export function barStep(seconds: number, narrow: boolean): number {
  const most = narrow ? BARS_MAX_NARROW : BARS_MAX;
  return BAR_STEPS.find(step => seconds / step <= most) ?? 600;
}

export function tickTimes(from: number, to: number, narrow: boolean): number[] {
  const most = narrow ? 4 : 9;
  const step = TICK_STEPS.find(s => (to - from) / s <= most) ?? 86_400;
  const out: number[] = [];
  for (let t = Math.ceil(from / step) * step; t <= to; t += step) {
    out.push(t);
  }
  return out;
}

/** The next round number from there up: 1, 2, 4, 5, 6, 8 of a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  const step = [1, 2, 4, 5, 6, 8, 10].find(s => s * power >= value) ?? 10;
  return step * power;
}

/** The width of an element, followed as it changes. */
export function useWidth<T extends HTMLElement>(): [RefObject<T>, number] {
  const ref = useRef<T>(null);
  const [width, set] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) {
      return;
    }
    const measure = () => set(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
