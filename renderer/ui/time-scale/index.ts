export * from './format';
export * from './scale';
export * from './ticks';
export * from './zone';
