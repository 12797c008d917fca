"use client";

import { useEffect, useState } from "react";

/** The option that follows the browser, named once the browser is known. */
export function BrowserZone() {
  const [zone, setZone] = useState("");
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return <option value="browser">{zone ? `The browser's: ${zone}` : "The browser's"}</option>;
}
