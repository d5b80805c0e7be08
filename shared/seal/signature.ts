/**
 * The signature over a bundle's manifests: an in-toto Statement v1 in a DSSE v1.0.2 envelope, signed with Ed25519
 * (RFC 8032). Whoever holds the envelope, the public key and the manifests can check it with other tools as well.
 */
import { getPublicKey, hashes, sign, verify } from '@noble/ed25519';
import { sha256 as sha256Bytes, sha512 as sha512Bytes } from '@noble/hashes/sha2.js';
import { canonicalJson } from '../base/canonical-json';
import { ENVELOPE, LABEL, MANIFESTS, PUBLIC_KEY, TAG_MANIFESTS } from '../model/bundle';
import type { Problem, SignatureFacts } from '../model/case';
import type { BagMember } from './bag';

hashes.sha512 = sha512Bytes;

export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const STATEMENT = 'https://in-toto.io/Statement/v1';
const PREDICATE = 'urn:sidedoor:case-bundle:v1';

/** What is signed, in the order in which the statement names it. */
export const SIGNED_FILES = [MANIFESTS.sha256, MANIFESTS.sha512, TAG_MANIFESTS.sha256, TAG_MANIFESTS.sha512] as const;

/** SubjectPublicKeyInfo of an Ed25519 key up to the 32 bytes of the key itself (RFC 8410). */
const SPKI = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const PEM_HEAD = '-----BEGIN PUBLIC KEY-----\n';
const PEM_FOOT = '\n-----END PUBLIC KEY-----\n';

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

/** Bytes of a base64 text in its one standard form; null for anything else. */
function unbase64(text: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return base64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}

/** The public key of a 32-byte secret. */
export const publicKeyOf = (secret: Uint8Array): Uint8Array => getPublicKey(secret);

/** The key as every tool reads it (SubjectPublicKeyInfo, PEM). */
export const publicKeyPem = (key: Uint8Array): string =>
  PEM_HEAD + base64(Uint8Array.from([...SPKI, ...key])) + PEM_FOOT;

/** The 32 bytes of the key, or null when the text is not exactly such a PEM. */
export function readPublicKey(pem: string): Uint8Array | null {
  const der = unbase64(pem.slice(PEM_HEAD.length, -PEM_FOOT.length));
  const key = der?.slice(SPKI.length);
  return key?.length === 32 && publicKeyPem(key) === pem ? key : null;
}

/** SHA-256 of the key's SubjectPublicKeyInfo, hex: what `openssl pkey -pubin -outform DER | sha256sum` prints. */
export const fingerprint = (key: Uint8Array): string => hex(sha256Bytes(Uint8Array.from([...SPKI, ...key])));

/** DSSE's pre-authentication encoding: type and body with their lengths, so that neither can pass for the other. */
function preAuthentication(type: string, body: Uint8Array): Uint8Array {
  const encoder = new TextEncoder();
  const head = encoder.encode(`DSSEv1 ${encoder.encode(type).length} ${type} ${body.length} `);
  const all = new Uint8Array(head.length + body.length);
  all.set(head);
  all.set(body, head.length);
  return all;
}

export interface StatementFacts {
  caseId: string;
  custodyHead: string;
  custodyLines: string; // as bag-info.txt prints it
  tool: string;
  by: string;
  confirmed: boolean;
  at: string; // RFC 3339, UTC
}

/** Hashes of the files that are signed, by name. */
export type SignedDigests = ReadonlyMap<string, Pick<BagMember, 'sha256' | 'sha512'>>;

/** The envelope's text: canonical JSON and a newline. `secret`: 32 bytes. */
export function signManifests(secret: Uint8Array, facts: StatementFacts, digests: SignedDigests): string {
  const statement = {
    _type: STATEMENT,
    subject: subjects(digests),
    predicateType: PREDICATE,
    predicate: { ...facts },
  };
  const body = new TextEncoder().encode(canonicalJson(statement));
  const sig = sign(preAuthentication(PAYLOAD_TYPE, body), secret);
  return envelopeText(body, fingerprint(publicKeyOf(secret)), sig);
}

const envelopeText = (body: Uint8Array, keyid: string, sig: Uint8Array): string =>
  `${canonicalJson({
    payload: base64(body),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ keyid, sig: base64(sig) }],
  })}\n`;

const subjects = (digests: SignedDigests): { name: string; digest: { sha256: string; sha512: string } }[] =>
  SIGNED_FILES.map((name) => {
    const found = digests.get(name);
    if (!found) throw new Error(`${name} is not there to be signed`);
    return { name, digest: { sha256: found.sha256, sha512: found.sha512 } };
  });

/** The members whose text is asked for, and the facts of bag-info.txt that the statement must agree with. */
export interface SignedBag {
  members: ReadonlyMap<string, BagMember>;
  info: ReadonlyMap<string, string>;
}

/**
 * Checks the signature of a bag whose files agree with its manifests. `signature` null: nobody signed it, or it does not
 * hold. A half that is there without the other is a problem, not an unsigned bundle.
 */
export function checkSignature({ members, info }: SignedBag): {
  signature: SignatureFacts | null;
  problems: Problem[];
} {
  const broken = (file: string, why: string): { signature: null; problems: Problem[] } => ({
    signature: null,
    problems: [{ file, kind: 'signature', why, offset: null }],
  });
  const envelope = members.get(ENVELOPE);
  const pem = members.get(PUBLIC_KEY);
  if (!envelope && !pem) return { signature: null, problems: [] };
  if (!envelope) return broken(ENVELOPE, 'the bundle has a key, but the signature made with it is gone');
  if (!pem) return broken(PUBLIC_KEY, 'the bundle has a signature, but the key to check it with is gone');
  const key = pem.text === null ? null : readPublicKey(pem.text);
  if (!key) return broken(PUBLIC_KEY, 'this is no Ed25519 public key in the sealed form');
  const parts = envelope.text === null ? null : readEnvelope(envelope.text);
  if (!parts) return broken(ENVELOPE, 'this is no signature in the sealed form');
  const print = fingerprint(key);
  if (parts.keyid !== print) return broken(ENVELOPE, 'it names another key than the one beside it');
  if (!holds(parts, key))
    return broken(ENVELOPE, 'the signature does not hold: key, signature or statement was changed');
  const facts = readStatement(parts.body, members);
  if (!facts) return broken(ENVELOPE, 'what was signed is not what the manifests are now');
  if (
    facts.caseId !== info.get(LABEL.caseId) ||
    facts.custodyHead !== info.get(LABEL.custodyHead) ||
    facts.custodyLines !== info.get(LABEL.custodyLines)
  )
    return broken(ENVELOPE, 'what was signed names another case or custody log than bag-info.txt');
  const { by, confirmed, at, tool } = facts;
  return { signature: { fingerprint: print, by, confirmed, at, tool }, problems: [] };
}

interface EnvelopeParts {
  body: Uint8Array;
  keyid: string;
  sig: Uint8Array;
}

function readEnvelope(text: string): EnvelopeParts | null {
  try {
    const value = JSON.parse(text) as { payload: string; signatures: { keyid: string; sig: string }[] };
    const [only] = value.signatures;
    const body = unbase64(value.payload);
    const sig = unbase64(only?.sig ?? '');
    if (!only || !body || !sig || envelopeText(body, only.keyid, sig) !== text) return null;
    return { body, keyid: only.keyid, sig };
  } catch {
    return null;
  }
}

function holds({ body, sig }: EnvelopeParts, key: Uint8Array): boolean {
  try {
    // Strict RFC 8032: no second form of one signature, no keys of small order.
    return verify(sig, preAuthentication(PAYLOAD_TYPE, body), key, { zip215: false });
  } catch {
    return false; // a signature or key of the wrong length, or no point of the curve
  }
}

/** The facts that were signed, when the statement is ours and names exactly the manifests as they are. */
function readStatement(body: Uint8Array, members: ReadonlyMap<string, BagMember>): StatementFacts | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    const { predicate } = JSON.parse(text) as { predicate: StatementFacts };
    const whole = { _type: STATEMENT, subject: subjects(members), predicateType: PREDICATE, predicate };
    if (canonicalJson(whole) !== text) return null;
    const { caseId, custodyHead, custodyLines, tool, by, at, confirmed } = predicate;
    const texts = [caseId, custodyHead, custodyLines, tool, by, at];
    return texts.every((one) => typeof one === 'string') && typeof confirmed === 'boolean' ? predicate : null;
  } catch {
    return null;
  }
}
