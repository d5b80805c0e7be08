import type { Examples } from '../examples';

export default {
  hits: [
    { name: 'the vendor says so', who: 'svc-stock', rows: [['d9 01:30', 'svc-stock', 'secret expired', 'cloud']] },
  ],
  lookAlikes: [
    { name: 'a wrong secret', who: 'svc-stock', rows: [['d9 01:30', 'svc-stock', 'secret wrong', 'cloud']] },
  ],
} satisfies Examples;
