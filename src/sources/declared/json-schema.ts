/** JSON Schema of the vocabulary, for editors (config/source.schema.json). */
import { z } from 'zod';
import { sourceDefinition } from '../source';

/** What an operator may write, so defaults are optional. */
export const jsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(sourceDefinition, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
