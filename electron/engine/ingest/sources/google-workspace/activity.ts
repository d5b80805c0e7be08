/** One event of a Google activity, whatever its shape. */
export interface Activity {
  /** `uniqueQualifier`: unique only together with the time. */
  id: string | null;
  time: number | null;
  timeText: string | null;
  application: string;
  type: string | null;
  name: string;
  /** How many events of this name came before it in the same activity. */
  nth: number;
  customer: string | null;
  email: string | null;
  profileId: string | null;
  callerType: string | null;
  key: string | null;
  /** OAuth client that acted for the actor. */
  client: string | null;
  ip: string | null;
  asn: number | null;
  country: string | null;
  region: string | null;
  userAgent: string | null;
  /** Value of a parameter as text, lists joined; '' where the parameter is there without a value; null where it is not. */
  param: (name: string) => string | null;
  list: (name: string) => string[];
  /** Names of the parameters that the record has. */
  names: () => readonly string[];
  warnings: readonly string[];
}
