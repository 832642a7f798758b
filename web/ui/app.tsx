// SPDX-License-Identifier: Apache-2.0
import { render } from 'preact';
import { useState } from 'preact/hooks';
function App() { const [n] = useState('Lapwing'); return <h1>{n}</h1>; }
addEventListener('DOMContentLoaded', () => render(<App />, document.body));
