/**
 * XML as plain objects by local names: namespaces are dropped and so, unless asked for, are attributes; nil is null, texts stay texts, repeated elements are lists.
 * A document type (and with it every entity of its own) is refused; depth is limited; a text that is not well formed is nothing.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

const MAX_DEPTH = 64;
const parser = new XMLParser({
  removeNSPrefix: true, ignoreAttributes: false, attributeNamePrefix: '@', textNodeName: '#text', parseTagValue: false, parseAttributeValue: false,
  trimValues: true, ignoreDeclaration: true, ignorePiTags: true, htmlEntities: true, maxNestedTags: MAX_DEPTH,
});

/** `attributes`: an element without text holds its attributes as fields `@name`. The document by its root element; undefined when it is not a whole, plain XML document. */
export function parseXml(text: string, attributes = false): unknown {
  const xml = text.replace(/^\uFEFF/, '').trim();
  if (!xml.startsWith('<') || /<!(DOCTYPE|ENTITY)/i.test(xml)) return undefined;
  try {
    return XMLValidator.validate(xml) === true ? plain(parser.parse(xml), attributes) : undefined;
  } catch {
    return undefined; // deeper than allowed, or an entity that is not known
  }
}

function plain(value: unknown, attributes: boolean): unknown {
  if (Array.isArray(value)) return value.map((inner) => plain(inner, attributes));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  let elements = 0;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('@') || name === '#text' || name in Object.prototype) continue;
    result[name] = plain(inner, attributes);
    elements += 1;
  }
  const text = (value as Record<string, unknown>)['#text'];
  if (attributes && (elements > 0 || text === undefined)) {
    for (const [name, inner] of Object.entries(value)) if (name.startsWith('@') && name !== '@nil' && !name.startsWith('@xmlns')) { result[name] = inner; elements += 1; }
  }
  if (elements > 0) return result;
  if (/^(true|1)$/.test(String((value as Record<string, unknown>)['@nil'] ?? ''))) return null;
  return text ?? '';
}
