/** Words that n8n keeps out of texts for its users, since they don't explain what happened. */
export const FORBIDDEN_WORDS = /\b(errors?|problems?|failures?|mistakes?)\b/i;
