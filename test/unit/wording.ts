/** Words that n8n keeps out of what it tells its users: they say nothing of what happened. */
export const FORBIDDEN_WORDS = /\b(errors?|problems?|failures?|mistakes?)\b/i;
