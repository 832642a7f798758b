// SPDX-License-Identifier: Apache-2.0
// Whether the page is as narrow as a phone; the style sheet uses the same width.
import { useEffect, useState } from 'preact/hooks';

const phone = matchMedia('(max-width: 720px)');

export function useNarrow(): boolean {
  const [narrow, set] = useState(phone.matches);
  useEffect(() => {
    const follow = () => set(phone.matches);
    phone.addEventListener('change', follow);
    return () => phone.removeEventListener('change', follow);
  }, []);
  return narrow;
}
