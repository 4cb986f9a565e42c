// The types of oidc-provider leave out where it keeps what it knows while it runs.
declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  import type { AdapterConstructor } from 'oidc-provider';
  const adapter: AdapterConstructor;
  export default adapter;
}
