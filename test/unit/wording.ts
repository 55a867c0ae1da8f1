/** Words that n8n doesn't allow in user-facing texts, because they don't explain what happened. */
export const FORBIDDEN_WORDS = /\b(errors?|problems?|failures?|mistakes?)\b/i;
