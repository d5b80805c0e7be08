/** The library behind `age.ts`: what is imported dynamically, and by that name, is built into a file of its own. */
export { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
