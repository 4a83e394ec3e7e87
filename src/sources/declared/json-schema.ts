/** JSON Schema of the vocabulary, for editors (config/source.schema.json). */
import { z } from 'zod';
import { sourceDefinition } from '../source';

/** What an operator may write, so defaults are optional. */
export const jsonSchema = (schema: z.ZodType = sourceDefinition): Record<string, unknown> =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
