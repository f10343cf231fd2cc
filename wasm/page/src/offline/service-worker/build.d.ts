// What build/offline.mjs knows of the build that a service worker is for.
declare module 'virtual:build' {
  interface File {
    /** from the page's address; '' is the page itself */
    path: string;
    integrity: string;
    /** its content never changes: another would have another name */
    isNamedByContent: boolean;
  }
  export const files: readonly File[];
  /** of build/policy.mjs */
  export const headers: Readonly<Record<string, string>>;
  export const version: string;
}
