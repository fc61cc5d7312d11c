// An LMS of SCORM 1.2, which may be slow, refuse, or be gone.

/** The API of an LMS in a window above, or that opened it. @param {any} start */
export function findApi(start) {
  for (const first of [start, opener(start)]) {
    for (let [at, turns] = [first, 0]; at && turns < 50; turns++) {
      try {
        if (at.API) return at.API;
        if (!at.parent || at.parent === at) break;
        at = at.parent;
      } catch {
        break; // of another host
      }
    }
  }
  return null;
}

/** @param {any} at */
function opener(at) {
  try {
    return at.top.opener ?? at.opener;
  } catch {
    return at.opener;
  }
}

/**
 * Calls that never throw: whether the LMS took it, or "" where it says nothing.
 * @param {any} api
 */
export function openLms(api) {
  /** @param {string} name @param {string[]} words */
  const call = (name, ...words) => {
    try {
      return String(api[name](...words));
    } catch {
      return "";
    }
  };
  let open = call("LMSInitialize", "") === "true";
  return {
    open: () => open,
    /** @param {string} name */
    get: (name) => (open ? call("LMSGetValue", name) : ""),
    /** Whether the last call went well, as far as the LMS says. */
    fine: () => ["", "0"].includes(call("LMSGetLastError")),
    /** @param {string} name @param {string | number} value */
    set: (name, value) => open && call("LMSSetValue", name, String(value)) === "true",
    commit: () => open && call("LMSCommit", "") === "true",
    finish() {
      if (open) call("LMSFinish", "");
      open = false;
    },
  };
}

/** Milliseconds as a CMITimespan: HHHH:MM:SS.SS. @param {number} passed */
export function timespan(passed) {
  const hundredths = Math.max(0, Math.round(passed / 10));
  const seconds = Math.floor(hundredths / 100);
  /** @param {number} n @param {number} digits */
  const pad = (n, digits) => String(n).padStart(digits, "0");
  const hours = Math.min(9999, Math.floor(seconds / 3600));
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = `${pad(seconds % 60, 2)}.${pad(hundredths % 100, 2)}`;
  return `${pad(hours, 4)}:${pad(minutes, 2)}:${rest}`;
}
