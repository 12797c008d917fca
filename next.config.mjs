/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  // pdfkit reads files beside it, which are not there in a bundle.
  serverExternalPackages: ["pdfkit"],
  // Compression would delay the answers to webhooks and the live streams; the reverse proxy compresses pages.
  compress: false,
  // No page shows an image from elsewhere: this turns off the endpoint that fetches and resizes images.
  images: { unoptimized: true },
  // `npm run types` checks the whole repository, so the build need not.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  // forbidden(): a page whose role may not answers 403 with `app/forbidden.tsx`.
  experimental: { authInterrupts: true },
};
