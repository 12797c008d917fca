/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // The answer to a webhook and the live stream must leave as they are written; the reverse proxy compresses pages.
  compress: false,
  // No page shows an image of anybody's: the door that fetches and resizes them is shut.
  images: { unoptimized: true },
  // `npm run types` checks the whole repository once; the build need not do it again.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  // forbidden(): a page whose role may not answers 403 with `app/forbidden.tsx`.
  experimental: { authInterrupts: true },
};
