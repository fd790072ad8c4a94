// GOV.UK Frontend components, for a whole page or for what htmx swapped in.

import {
  Button,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";

const COMPONENTS = [
  Button,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
];

/** Start all components inside `scope`; those that run already stay as they are. */
export function startComponents(scope) {
  for (const component of COMPONENTS) {
    createAll(component, undefined, { scope, onError: () => {} });
  }
  const problem = document.querySelector(".govuk-error-summary:not([hidden])");
  if (problem && !document.title.startsWith("Error: ")) {
    document.title = `Error: ${document.title}`;
  }
}
