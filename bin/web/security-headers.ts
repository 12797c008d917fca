/**
 * The style sheet that sonner's script adds to the page, empty at first and then with its text: it takes no nonce. The test beside this
 * file compares the text with the package.
 */
const TOASTS_STYLE =
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='";

/**
 * The Content-Security-Policy of one page. Next puts `nonce` on its own scripts and styles when it finds the policy in the request.
 * In development its reload needs eval, a socket and inline styles, which a nonce would switch off.
 */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}' ${TOASTS_STYLE}`,
    "img-src 'self' data:",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}

/** Two years, and every name below the public one: nobody is led to a page in clear text there either. */
const HSTS = "max-age=63072000; includeSubDomains";

/** What no page of ours asks of a browser. */
const PERMISSIONS = [
  "camera",
  "display-capture",
  "geolocation",
  "hid",
  "microphone",
  "midi",
  "payment",
  "serial",
  "usb",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** The headers that are the same on every answer. `publicUrl` is CASEWIRE_URL: only https may promise https. */
export function securityHeaders(publicUrl: string | undefined): Record<string, string> {
  return {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    // Not `no-referrer`: under it a browser posts forms with `Origin: null`, which server actions refuse.
    "referrer-policy": "same-origin",
    "permissions-policy": PERMISSIONS,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(publicUrl?.startsWith("https:") ? { "strict-transport-security": HSTS } : {}),
  };
}
